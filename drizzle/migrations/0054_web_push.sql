-- Nothing has ever used these. Made anew, each bound to the session that asked for it: with the session the device's
-- subscription ends, whichever way it ends.
DROP TABLE "push_subscriptions";
--> statement-breakpoint
-- What a subscription refers to is one person's session in one company, and can be no other's.
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_of_person" UNIQUE("tenant_id","user_id","id");
--> statement-breakpoint
CREATE TABLE "push_subscriptions" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"endpoint" text NOT NULL,
	"p256dh_key" text NOT NULL,
	"auth_key" text NOT NULL,
	"user_agent" text NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"last_ok_at" timestamp(3) with time zone,
	CONSTRAINT "push_subscriptions_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "push_subscriptions_endpoint" UNIQUE("tenant_id","endpoint"),
	CONSTRAINT "push_subscriptions_session" UNIQUE("tenant_id","session_id"),
	CONSTRAINT "push_subscriptions_endpoint_length" CHECK (char_length("push_subscriptions"."endpoint") between 1 and 2000),
	CONSTRAINT "push_subscriptions_keys" CHECK (char_length("push_subscriptions"."p256dh_key") = 87 and char_length("push_subscriptions"."auth_key") = 22),
	CONSTRAINT "push_subscriptions_user_agent" CHECK (char_length("push_subscriptions"."user_agent") <= 500)
);
--> statement-breakpoint
ALTER TABLE "push_subscriptions" ADD CONSTRAINT "push_subscriptions_of_session" FOREIGN KEY ("tenant_id","user_id","session_id") REFERENCES "public"."sessions"("tenant_id","user_id","id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "push_subscriptions_of_user" ON "push_subscriptions" USING btree ("tenant_id","user_id","session_id");
--> statement-breakpoint
ALTER TABLE push_subscriptions ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE push_subscriptions FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY system_tenant ON push_subscriptions TO app_system USING (tenant_id = app.tenant()) WITH CHECK (tenant_id = app.tenant());
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON push_subscriptions TO app_system;
--> statement-breakpoint
CREATE POLICY own ON push_subscriptions TO app_rep, app_manager, app_admin
  USING (tenant_id = app.tenant() AND user_id = app.me()) WITH CHECK (tenant_id = app.tenant() AND user_id = app.me());
--> statement-breakpoint
-- Kept by the function below alone.
GRANT SELECT, DELETE ON push_subscriptions TO app_rep, app_manager, app_admin;
--> statement-breakpoint
-- Keeps what this device is reached by. A browser belongs to who is signed in there now: what it was known by before, by this
-- session or by whoever sat there in this company, is forgotten. The lock has two devices of a person counted one after the other.
CREATE FUNCTION app.keep_push_subscription(p_id uuid, p_endpoint text, p_p256dh text, p_auth text, p_user_agent text, p_at timestamptz,
    p_most integer)
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM users WHERE tenant_id = app.tenant() AND id = app.me() FOR UPDATE;
  DELETE FROM push_subscriptions WHERE tenant_id = app.tenant() AND (endpoint = p_endpoint OR session_id = app.session_id());
  IF (SELECT count(*) FROM push_subscriptions WHERE tenant_id = app.tenant() AND user_id = app.me()) >= p_most THEN
    RAISE EXCEPTION 'too many devices' USING ERRCODE = '23514', CONSTRAINT = 'push_subscriptions_most';
  END IF;
  INSERT INTO push_subscriptions (tenant_id, id, user_id, session_id, endpoint, p256dh_key, auth_key, user_agent, created_at)
    VALUES (app.tenant(), p_id, app.me(), app.session_id(), p_endpoint, p_p256dh, p_auth, p_user_agent, p_at);
END $$;
--> statement-breakpoint
-- Whichever statement ends a session, some of them before any company was entered.
CREATE FUNCTION app.forget_push_of_session() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE entered text := coalesce(current_setting('app.tenant_id', true), '');
BEGIN
  PERFORM set_config('app.tenant_id', NEW.tenant_id::text, true);
  DELETE FROM push_subscriptions WHERE tenant_id = NEW.tenant_id AND session_id = NEW.id;
  PERFORM set_config('app.tenant_id', entered, true);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER sessions_forget_push AFTER UPDATE OF ended_at ON sessions
  FOR EACH ROW WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION app.forget_push_of_session();
--> statement-breakpoint
ALTER TABLE "jobs" DROP CONSTRAINT "jobs_kind";
--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_kind" CHECK ("jobs"."kind" in ('import','train','score','push'));
--> statement-breakpoint
DROP FUNCTION app.notify(jsonb, timestamptz);
--> statement-breakpoint
-- As in 0046. What reaches somebody who has a device to push to is promised there as well, in the same transaction: a job
-- by the notification's own id, which is answered for its queue.
CREATE FUNCTION app.notify(p_notices jsonb, p_at timestamptz) RETURNS TABLE (job uuid)
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH told AS (INSERT INTO notifications (tenant_id, id, user_id, type, event, task_id, comment_id, actor_id, created_at)
    SELECT u.tenant_id, gen_random_uuid(), u.id, n.type, n.event, n."taskId", n."commentId", app.me(), p_at
    FROM jsonb_to_recordset(p_notices) AS n(type text, event text, "taskId" uuid, "commentId" uuid, people uuid[])
      JOIN users u ON u.tenant_id = app.tenant() AND u.id = ANY (n.people) AND u.status = 'active'
      JOIN roles r ON r.tenant_id = u.tenant_id AND r.id = u.role_id AND 'tasks.view_assigned' = ANY (r.permissions)
    WHERE u.id IS DISTINCT FROM app.me() AND app.sees_task(n."taskId", u.id)
      AND (app.me() IS NULL OR app.sees_task(n."taskId", app.me()))
    ON CONFLICT DO NOTHING RETURNING tenant_id, id, user_id)
  INSERT INTO jobs (tenant_id, id, kind, payload, dedupe_key, due_at)
    SELECT t.tenant_id, t.id, 'push', '{}', t.id::text, now() + interval '30 seconds' FROM told t
    WHERE EXISTS (SELECT FROM push_subscriptions s WHERE s.tenant_id = t.tenant_id AND s.user_id = t.user_id)
    RETURNING id $$;
--> statement-breakpoint
ALTER FUNCTION app.notify(jsonb, timestamptz) OWNER TO app_system;
--> statement-breakpoint
ALTER FUNCTION app.keep_push_subscription(uuid, text, text, text, text, timestamptz, integer) OWNER TO app_system;
--> statement-breakpoint
ALTER FUNCTION app.forget_push_of_session() OWNER TO app_system;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.notify(jsonb, timestamptz), app.keep_push_subscription(uuid, text, text, text, text, timestamptz, integer),
  app.forget_push_of_session() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.notify(jsonb, timestamptz) TO app_rep, app_manager, app_admin, app_system;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.keep_push_subscription(uuid, text, text, text, text, timestamptz, integer) TO app_rep, app_manager, app_admin;
