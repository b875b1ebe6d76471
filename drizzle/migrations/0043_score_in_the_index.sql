-- What a score was a week ago is asked of each card of a board. With the score beside the moment in the index, it is answered
-- from there; to fetch the row as well, from a page of its own each, took a sixth of finding all that is on the cards.
ALTER TABLE prediction_history DROP CONSTRAINT prediction_history_tenant_id_opportunity_id_as_of_pk;
--> statement-breakpoint
ALTER TABLE prediction_history ADD CONSTRAINT prediction_history_tenant_id_opportunity_id_as_of_pk
  PRIMARY KEY (tenant_id, opportunity_id, as_of) INCLUDE (success_probability);
