module com.example.billing {
    requires dev.rerun.jdbc;
    requires com.h2database;
}
