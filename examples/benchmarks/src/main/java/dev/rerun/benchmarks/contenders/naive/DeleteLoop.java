package dev.rerun.benchmarks.contenders.naive;

import dev.rerun.benchmarks.contenders.SelectedEntries;
import dev.rerun.benchmarks.contenders.Task;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Looks for the eligible items and moves a thousand at a time into the archive, each thousand in a transaction of its own. */
record DeleteLoop(DataSource database, Task task) {
    private static final int AT_A_TIME = 1_000;

    private static final String ELIGIBLE = """
            select i.unique_key
            from register_item i
            join activity_entry e on e.app_id = i.app_id and e.id = i.entry_id
            where %s
            and i.item_time > ? and not i.ui_created and i.invoice_id is null
            """.formatted(SelectedEntries.CONDITION);

    private static final String MOVE = """
            with deleted as (
                delete from register_item i where i.register_id = ? and i.unique_key = any (?)
                returning i.*
            )
            insert into rerun_archived_item select ?, d.* from deleted d
            """;

    void run() throws SQLException {
        try (Connection reading = database.getConnection();
                Connection writing = database.getConnection();
                PreparedStatement eligible = reading.prepareStatement(ELIGIBLE)) {
            reading.setAutoCommit(false);
            eligible.setFetchSize(AT_A_TIME);
            int place = SelectedEntries.bind(eligible, 1, task);
            eligible.setObject(place, task.workload().window().cutoff().atOffset(ZoneOffset.UTC));
            List<String> keys = new ArrayList<>();
            try (ResultSet row = eligible.executeQuery()) {
                while (row.next()) {
                    keys.add(row.getString(1));
                    if (keys.size() == AT_A_TIME) {
                        move(writing, keys);
                    }
                }
            }
            move(writing, keys);
        }
    }

    private void move(Connection writing, List<String> keys) throws SQLException {
        try (PreparedStatement move = writing.prepareStatement(MOVE)) {
            move.setInt(1, task.register());
            move.setArray(2, writing.createArrayOf("varchar", keys.toArray()));
            move.setLong(3, task.rerun());
            move.executeUpdate();
            keys.clear();
        }
    }
}
