"""House tests remember what people forget. Each is a small checker, tried on the project and on a deliberate fault."""
