DROP FUNCTION require_rows (bigint, bigint);
