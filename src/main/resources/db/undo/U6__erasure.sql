DROP INDEX event_log_erased_idx;
