"""Stores what somebody asks for."""
