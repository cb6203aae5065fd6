-- What the queries read: all runs in the folder results; the time of a run is its name.
CREATE OR REPLACE VIEW vcenters AS
    SELECT *, strptime(run, '%Y-%m-%dT%H-%M-%SZ') AS run_at
    FROM read_parquet('results/run=*/vcenters.parquet', hive_partitioning = true, hive_types = {'run': VARCHAR});
CREATE OR REPLACE VIEW results AS
    SELECT *, strptime(run, '%Y-%m-%dT%H-%M-%SZ') AS run_at
    FROM read_parquet('results/run=*/results.parquet', hive_partitioning = true, hive_types = {'run': VARCHAR});
CREATE OR REPLACE VIEW latest AS SELECT max(run) AS run FROM vcenters;
-- The last run that is a week older than the latest, or the oldest there is.
CREATE OR REPLACE VIEW week_before AS
    SELECT coalesce(max(run) FILTER (run_at <= (SELECT max(run_at) FROM vcenters) - INTERVAL 7 DAY), min(run)) AS run
    FROM vcenters;
