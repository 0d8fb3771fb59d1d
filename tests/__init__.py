"""The tests. Folders mirror the code; house/ guards the habits, browser/ drives Chromium, bench/ measures."""
