package io.userstore.schema;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What others have made upon a schema's tables, types and functions, and what keeps these from being dropped. */
final class Dependents {

    /** As PostgreSQL decides: what belongs to the dropped goes with it, all else that depends on any of that stops it. */
    private static final String DEPENDENTS = """
            WITH RECURSIVE dropped AS (
                SELECT 'pg_class'::regclass::oid AS classid, to_regclass(name)::oid AS objid
                  FROM unnest(?::text[]) AS name
                UNION
                SELECT 'pg_type'::regclass::oid, to_regtype(name)::oid
                  FROM unnest(?::text[]) AS name
                UNION
                SELECT 'pg_proc'::regclass::oid, to_regprocedure(name)::oid
                  FROM unnest(?::text[]) AS name
            ),
            going AS (
                SELECT classid, objid
                  FROM dropped
                UNION
                SELECT pg_depend.classid, pg_depend.objid
                  FROM going
                  JOIN pg_depend ON refclassid = going.classid AND refobjid = going.objid AND deptype IN ('a', 'i')
            )
            SELECT DISTINCT CASE
                       WHEN ev_class IS NULL THEN pg_describe_object(pg_depend.classid, pg_depend.objid, objsubid)
                       ELSE pg_describe_object('pg_class'::regclass, ev_class, 0)
                   END
              FROM going
              JOIN pg_depend ON refclassid = going.classid AND refobjid = going.objid AND deptype = 'n'
              LEFT JOIN pg_rewrite
                     ON pg_depend.classid = 'pg_rewrite'::regclass AND pg_rewrite.oid = pg_depend.objid
             WHERE NOT EXISTS (SELECT
                                 FROM going AS other
                                WHERE other.classid = pg_depend.classid
                                  AND other.objid = pg_depend.objid)
             ORDER BY 1
            """;

    private Dependents() {}

    /** In a few words each. */
    static List<String> of(List<UndoScripts.Script> scripts, Connection connection) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(DEPENDENTS)) {
            query.setArray(1, names("TABLE", scripts, connection));
            query.setArray(2, names("TYPE", scripts, connection));
            query.setArray(3, names("FUNCTION", scripts, connection));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
        }
        return found;
    }

    private static Array names(String kind, List<UndoScripts.Script> scripts, Connection connection)
            throws SQLException {
        return connection.createArrayOf(
                "text",
                scripts.stream().flatMap(script -> script.drops(kind).stream()).toArray());
    }
}
