"""The ledger of faults: many patients ask over HTTP while things break, and afterwards every promise is reckoned up."""
