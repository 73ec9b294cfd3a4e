/** The store over JDBC. */
module dev.rerun.jdbc {
    requires transitive dev.rerun.core;
    requires static transitive org.jspecify;
    requires static jakarta.persistence;
    requires static org.postgresql.jdbc;
    requires transitive java.sql;
    requires org.slf4j;

    exports dev.rerun.jdbc;
    exports dev.rerun.jdbc.jpa;
}
