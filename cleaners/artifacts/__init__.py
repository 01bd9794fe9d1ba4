"""Names and terms that machine translation broke: find, judge, repair."""
