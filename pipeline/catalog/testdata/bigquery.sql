CREATE TABLE `payouts` (
  `posting_number` STRING NOT NULL OPTIONS (description = 'number of the posting'),
  `currency_code`  STRING NOT NULL OPTIONS (description = 'currency of the price'),
  `price`          NUMERIC(18,2) OPTIONS (description = 'what the buyer paid (in currency_code)'),
  `price_rub`      NUMERIC(18,2) OPTIONS (description = 'price in roubles (RUB)'),
  `rate`           BIGNUMERIC(18,10) OPTIONS (description = 'roubles for one unit of the seller\'s currency'),
  `sold_at`        TIMESTAMP OPTIONS (description = 'moment of the sale'),
  `due_on`         DATE OPTIONS (description = 'day the money is due'),
  `wait_days`      INT64 OPTIONS (description = 'days to the payout (business days)'),
  `is_returned`    BOOL OPTIONS (description = 'the buyer\'s return'),
  PRIMARY KEY (`posting_number`, `currency_code`) NOT ENFORCED
) OPTIONS (description = 'What is paid, and when. Grain: one row per posting.');
CREATE TABLE `months` (
  `row`            INT64 OPTIONS (description = 'number of the sales (rows)'),
  `returned_share` FLOAT64 OPTIONS (description = 'returned \\ sold (share 0..1)')
) OPTIONS (description = 'The seller\'s months. Grain: one row.');
