"""Tests of portal: the ground both apps stand on."""
