CREATE TABLE "payouts" (
  "posting_number" VARCHAR NOT NULL,
  "currency_code"  VARCHAR NOT NULL,
  "price"          DECIMAL(18,2),
  "price_rub"      DECIMAL(18,2),
  "rate"           DECIMAL(18,10),
  "sold_at"        TIMESTAMPTZ,
  "due_on"         DATE,
  "wait_days"      INTEGER,
  "is_returned"    BOOLEAN,
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
  "row"            BIGINT,
  "returned_share" DOUBLE
);
COMMENT ON TABLE "months" IS 'The seller''s months. Grain: one row.';
COMMENT ON COLUMN "months"."row" IS 'number of the sales (rows)';
COMMENT ON COLUMN "months"."returned_share" IS 'returned \ sold (share 0..1)';
