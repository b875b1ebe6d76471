-- Whoever presents an invitation may see whom it stands for: how often that person's rights were changed goes into
-- the token of whoever becomes them.
CREATE POLICY of_invitation ON users FOR SELECT TO app_identity USING (
  status = 'placeholder' AND EXISTS (SELECT FROM invitations i WHERE i.tenant_id = users.tenant_id AND i.placeholder_id = users.id));
