DROP INDEX event_log_marked_idx;
DROP TABLE history_marks;
