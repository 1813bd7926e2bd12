"""The sealed file: engine, keys, tables, migrations, protocol, integrity, locks and safe writing."""
