-- A pause of reminders that somebody ends before its time.
ALTER TABLE "reminder_pause" ADD COLUMN "ended_at" TIMESTAMPTZ(3),
ADD COLUMN "ended_by" TEXT,
ADD COLUMN "ended_reason" TEXT;

ALTER TABLE "reminder_pause"
  ADD CONSTRAINT reminder_pause_end CHECK ((ended_at IS NULL) = (ended_by IS NULL) AND (ended_reason IS NULL OR ended_at IS NOT NULL)),
  ADD CONSTRAINT reminder_pause_ended_early CHECK (ended_at >= starts_at AND ended_at < ends_at);
