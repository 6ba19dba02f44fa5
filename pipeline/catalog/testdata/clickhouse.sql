CREATE TABLE `payouts` (
  `posting_number` String COMMENT 'number of the posting',
  `currency_code`  String COMMENT 'currency of the price',
  `price`          Nullable(Decimal(18, 2)) COMMENT 'what the buyer paid (in currency_code)',
  `price_rub`      Nullable(Decimal(18, 2)) COMMENT 'price in roubles (RUB)',
  `rate`           Nullable(Decimal(18, 10)) COMMENT 'roubles for one unit of the seller\'s currency',
  `sold_at`        Nullable(DateTime64(6, 'UTC')) COMMENT 'moment of the sale',
  `due_on`         Nullable(Date32) COMMENT 'day the money is due',
  `wait_days`      Nullable(Int32) COMMENT 'days to the payout (business days)',
  `is_returned`    Nullable(Bool) COMMENT 'the buyer\'s return'
) ENGINE = MergeTree ORDER BY (`posting_number`, `currency_code`) COMMENT 'What is paid, and when. Grain: one row per posting.';
CREATE TABLE `months` (
  `row`            Nullable(Int64) COMMENT 'number of the sales (rows)',
  `returned_share` Nullable(Float64) COMMENT 'returned \\ sold (share 0..1)'
) ENGINE = MergeTree ORDER BY tuple() COMMENT 'The seller\'s months. Grain: one row.';
