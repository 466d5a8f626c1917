"""The words of Waxlist: shapes, the query grammar, ids and errors; standard library only."""
