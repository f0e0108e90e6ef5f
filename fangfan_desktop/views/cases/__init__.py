"""Views of monitoring cases: the board by step, and one case as a page."""
