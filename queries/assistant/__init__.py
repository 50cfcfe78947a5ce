"""The saved questions as read-only tools of an assistant, by the Model Context Protocol: ``onrecord mcp``."""
