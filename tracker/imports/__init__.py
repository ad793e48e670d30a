"""Lists that a school brings: uploaded, matched, checked, stored, taken back."""
