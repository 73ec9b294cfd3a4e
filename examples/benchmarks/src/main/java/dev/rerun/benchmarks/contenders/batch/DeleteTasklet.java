package dev.rerun.benchmarks.contenders.batch;

import dev.rerun.benchmarks.contenders.SelectedEntries;
import dev.rerun.benchmarks.contenders.Task;
import java.time.ZoneOffset;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.jdbc.core.JdbcTemplate;

/** Moves the eligible items into the archive by one statement. */
record DeleteTasklet(JdbcTemplate jdbc, Task task) implements Tasklet {
    private static final String MOVE = """
            with deleted as (
                delete from register_item i
                using activity_entry e
                where %s
                and i.app_id = e.app_id and i.entry_id = e.id
                and i.item_time > ? and not i.ui_created and i.invoice_id is null
                returning i.*
            )
            insert into rerun_archived_item select ?, d.* from deleted d
            """.formatted(SelectedEntries.CONDITION);

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) {
        int moved = jdbc.update(MOVE, statement -> {
            int place = SelectedEntries.bind(statement, 1, task);
            statement.setObject(place, task.workload().window().cutoff().atOffset(ZoneOffset.UTC));
            statement.setLong(place + 1, task.rerun());
        });
        contribution.incrementWriteCount(moved);
        return RepeatStatus.FINISHED;
    }
}
