CREATE TABLE email_template (
    code       text        PRIMARY KEY,
    subject    text        NOT NULL,
    body       text        NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);

INSERT INTO email_template (code, subject, body)
VALUES ('welcome', 'Welcome', 'Hello {name}, good to have you here.'),
       ('order-placed', 'Your order {number}', 'Thank you, {name}. We will tell you when it is on its way.'),
       ('newsletter-2024', 'News of 2024', 'Dear {name}, here is what was new in 2024.');
