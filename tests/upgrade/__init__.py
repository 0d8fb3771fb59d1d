"""Databases as earlier versions left them, each brought to this version on both engines."""
