-- The last day on which a document's own terms let go of anything, so that pages need not open every document to learn
-- that none of them has a discount today. make_date, unlike a cast, depends on no setting.
CREATE FUNCTION last_discount_day(details jsonb) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT max(make_date(left(term ->> 'deadlineOn', 4)::int, substr(term ->> 'deadlineOn', 6, 2)::int,
    substr(term ->> 'deadlineOn', 9, 2)::int))
  FROM jsonb_array_elements(coalesce(details -> 'settlementDiscounts', '[]'::jsonb)) AS term
$$;
ALTER TABLE "invoice"
  ADD COLUMN "last_discount_on" DATE GENERATED ALWAYS AS (last_discount_day(details)) STORED;
