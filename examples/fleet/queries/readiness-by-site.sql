-- How many vCenters of each site are ready, not ready, or cannot be told, in the latest run.
SELECT site,
       count(*) AS vcenters,
       count(*) FILTER (verdict = 'ready') AS ready,
       count(*) FILTER (verdict = 'not-ready') AS not_ready,
       count(*) FILTER (verdict = 'cannot-tell') AS cannot_tell,
       sum(open_questions) AS open_questions
FROM vcenters
WHERE run = (SELECT run FROM latest)
GROUP BY site
ORDER BY not_ready DESC, cannot_tell DESC, site;
