-- What has changed since the run of a week ago, place by place: new, fixed, or not judged any more. What stood in the way
-- and is gone is fixed only where its vCenter was read again and its rule left nothing of that object's cluster undecided.
WITH
before AS (SELECT * FROM results WHERE run = (SELECT run FROM week_before) AND outcome IN ('fail', 'warn', 'unknown')),
after AS (SELECT * FROM results WHERE run = (SELECT run FROM latest) AND outcome IN ('fail', 'warn', 'unknown')),
read AS (SELECT source FROM vcenters WHERE run = (SELECT run FROM latest) AND error IS NULL),
undecided AS (SELECT DISTINCT source, rule, cluster FROM after WHERE outcome = 'unknown')
SELECT 'new' AS change, site, source, rule, finding, outcome, object_name, element, message
FROM after WHERE fingerprint NOT IN (SELECT fingerprint FROM before WHERE fingerprint IS NOT NULL)
UNION ALL
SELECT CASE WHEN source IN (SELECT source FROM read)
             AND NOT EXISTS (SELECT 1 FROM undecided u WHERE u.source = before.source AND u.rule = before.rule
                             AND (u.cluster IS NULL OR u.cluster IS NOT DISTINCT FROM before.cluster))
            THEN 'fixed' ELSE 'not judged any more' END,
       site, source, rule, finding, outcome, object_name, element, message
FROM before WHERE fingerprint NOT IN (SELECT fingerprint FROM after WHERE fingerprint IS NOT NULL)
ORDER BY change, site, source, rule, finding, object_name, element;
