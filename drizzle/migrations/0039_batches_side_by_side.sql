-- A batch of an import may name whom only the batch before it adds, and be written beside it: such references are looked at when
-- that one is committed. Everybody else's are looked at at once, as ever.
ALTER TABLE opportunities ALTER CONSTRAINT opportunities_owner DEFERRABLE INITIALLY IMMEDIATE;
--> statement-breakpoint
ALTER TABLE opportunities ALTER CONSTRAINT opportunities_customer DEFERRABLE INITIALLY IMMEDIATE;
--> statement-breakpoint
ALTER TABLE opportunity_products ALTER CONSTRAINT opportunity_products_product DEFERRABLE INITIALLY IMMEDIATE;
--> statement-breakpoint
ALTER TABLE customers ALTER CONSTRAINT customers_owner DEFERRABLE INITIALLY IMMEDIATE;
--> statement-breakpoint
ALTER TABLE customers ALTER CONSTRAINT customers_company DEFERRABLE INITIALLY IMMEDIATE;
