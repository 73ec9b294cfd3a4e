module com.example.customers {
    requires dev.rerun.jdbc;
    requires jakarta.persistence;
}
