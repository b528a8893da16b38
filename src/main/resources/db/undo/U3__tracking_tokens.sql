DROP TABLE tracking_tokens;
