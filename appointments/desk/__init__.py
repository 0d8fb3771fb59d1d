"""The reception desk: its pages. Views read and call one action; what a page shows is a value made beside them."""
