DROP FUNCTION assume (boolean);
