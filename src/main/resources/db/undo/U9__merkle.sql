DROP TABLE checkpoints;
DROP TABLE merkle_tiles;
-- Whoever makes the tree anew begins with the first event.
DELETE FROM tracking_tokens WHERE processor_name = 'checkpoints';
