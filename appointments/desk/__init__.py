"""The reception desk: its pages. A view reads, calls one action, and shows values; these are made in a module of their
own where they are many (`calendar.py`, `calendar_page.py`)."""
