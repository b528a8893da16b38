DROP TABLE account_locks;
DROP TABLE email_reservations;
DROP TABLE users;
DROP TYPE accountstatus;
DROP TYPE experiencelevel;
