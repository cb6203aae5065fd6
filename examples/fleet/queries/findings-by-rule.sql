-- Which rules find fault in how many vCenters and at how many places, in the latest run.
SELECT rule,
       finding,
       outcome,
       count(DISTINCT source) AS vcenters,
       sum(count) AS places
FROM results
WHERE run = (SELECT run FROM latest) AND outcome IN ('fail', 'warn')
GROUP BY rule, finding, outcome
ORDER BY outcome, vcenters DESC, places DESC, rule, finding;
