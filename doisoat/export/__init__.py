"""What a run leaves for other programs than ours: a workbook, CSV, JSON, and a descriptor of the data package."""
