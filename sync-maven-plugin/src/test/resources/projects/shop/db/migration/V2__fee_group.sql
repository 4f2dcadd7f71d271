CREATE TABLE fee_group (code text PRIMARY KEY, label text NOT NULL);
INSERT INTO fee_group VALUES ('basic', 'Basic'), ('gold', 'Gold');
