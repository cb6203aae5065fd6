-- What could not be read, and what of the rest could not be judged, in the latest run, with the reason.
SELECT 'not read' AS what, site, source, NULL AS rule, NULL AS object_name, error AS reason, 1 AS places
FROM vcenters
WHERE run = (SELECT run FROM latest) AND error IS NOT NULL
UNION ALL
SELECT 'not judged', site, source, rule, any_value(object_name), message, sum(count)
FROM results
WHERE run = (SELECT run FROM latest) AND outcome = 'unknown'
GROUP BY site, source, rule, message
ORDER BY what DESC, site, source, rule, reason;
