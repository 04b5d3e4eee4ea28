"""The search index: its definition, its documents and its queries; without I/O."""
