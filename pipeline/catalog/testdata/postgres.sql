CREATE TABLE "payouts" (
  "posting_number" text NOT NULL,
  "currency_code"  text NOT NULL,
  "price"          numeric(18,2),
  "price_rub"      numeric(18,2),
  "rate"           numeric(18,10),
  "sold_at"        timestamptz,
  "due_on"         date,
  "wait_days"      integer,
  "is_returned"    boolean,
  PRIMARY KEY ("posting_number", "currency_code")
);
COMMENT ON TABLE "payouts" IS 'What is paid, and when. Grain: one row per posting.';
COMMENT ON COLUMN "payouts"."posting_number" IS 'number of the posting';
COMMENT ON COLUMN "payouts"."currency_code" IS 'currency of the price';
COMMENT ON COLUMN "payouts"."price" IS 'what the buyer paid (in currency_code)';
COMMENT ON COLUMN "payouts"."price_rub" IS 'price in roubles (RUB)';
COMMENT ON COLUMN "payouts"."rate" IS 'roubles for one unit of the seller''s currency';
COMMENT ON COLUMN "payouts"."sold_at" IS 'moment of the sale';
COMMENT ON COLUMN "payouts"."due_on" IS 'day the money is due';
COMMENT ON COLUMN "payouts"."wait_days" IS 'days to the payout (business days)';
COMMENT ON COLUMN "payouts"."is_returned" IS 'the buyer''s return';
CREATE TABLE "months" (
  "row"            bigint,
  "returned_share" double precision
);
COMMENT ON TABLE "months" IS 'The seller''s months. Grain: one row.';
COMMENT ON COLUMN "months"."row" IS 'number of the sales (rows)';
COMMENT ON COLUMN "months"."returned_share" IS 'returned \ sold (share 0..1)';
