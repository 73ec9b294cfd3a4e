package dev.rerun.reliability.harbour;

import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.reliability.harbour.Harbour.Prices;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/** What is there when a job begins, made once, and copied for each process that is killed. */
public final class Scene {
    private static final Duration LONG = Duration.ofSeconds(60);

    /** Of the copied databases, which are there as long as their server: scenes of one job have them in common. */
    private static final Map<Job, Facts> KNOWN = new ConcurrentHashMap<>();

    public final Job job;

    private record Facts(List<String> untouched, List<Long> runs) {
        static final Facts NONE = new Facts(List.of(), List.of());
    }

    public Scene(Job job) {
        this.job = job;
    }

    public PostgresDatabase open() {
        return PostgresServer.shared().database("harbour_" + job.text(), this::make);
    }

    /** The register's rows, with all columns, before there was any run. */
    public List<String> untouched() {
        return facts().untouched();
    }

    /** The runs that are there, in sequence. */
    public List<Long> runs() {
        return facts().runs();
    }

    private Facts facts() {
        return KNOWN.getOrDefault(job, Facts.NONE);
    }

    /** The run that the job is about; zero if it makes one. */
    public long run() {
        if (job == Job.SWEEP) {
            return Host.UNPREPARED;
        }
        return runs().isEmpty() ? 0 : runs().get(0);
    }

    private void make(DataSource database) {
        JdbcSchema.of(database).createOrUpgrade();
        try (RerunEngine engine =
                Host.engine(database, Prices.V1, new BerthFee()).build()) {
            engine.process(Host.entries());
        }
        Host.writeAndInvoice(database);
        List<String> untouched = Rows.texts(database, Books.UNTOUCHED);
        try (RerunEngine engine =
                Host.engine(database, Prices.V2, new BerthFee()).build()) {
            makeRun(engine);
        }
        if (job == Job.PURGE) {
            try (RerunEngine engine =
                    Host.engine(database, Prices.V3, new BerthFee()).build()) {
                engine.startWorkers(1);
                engine.start(RerunRequest.after(Harbour.CUTOFF)).await(LONG);
            }
        }
        if (job == Job.SWEEP) {
            Host.recordAndDie(database);
        }
        KNOWN.put(job, new Facts(untouched, Books.runs(database)));
    }

    private void makeRun(RerunEngine engine) {
        switch (job) {
            case START, SWEEP -> {}
            case PAUSE -> engine.start(Host.request());
            case RESUME, CANCEL -> {
                Rerun run = engine.start(Host.firstOnly());
                engine.startWorkers(1);
                Awaitility.await().atMost(LONG).until(() -> run.status() == RerunStatus.PAUSED);
            }
            case RETRY, PURGE -> {
                Rerun run = engine.start(Host.request());
                engine.startWorkers(1);
                run.await(LONG);
            }
        }
    }
}
