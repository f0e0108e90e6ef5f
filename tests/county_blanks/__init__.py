"""Blank workbooks of made-up county offices, each in its own style."""
