package dev.rerun.reliability.faults;

import dev.rerun.reliability.harbour.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;

/**
 * When a fault of the network happens.
 *
 * @param job what the host does
 * @param fault what happens
 * @param answer just before which answer of the server, counted from the host's command, beginning with one
 */
record Moment(Job job, NetworkFault fault, int answer) {
    /** Reads what {@link #toString} says. */
    static Moment of(String text) {
        String[] parts = text.split(":", -1);
        return new Moment(Job.of(parts[0]), NetworkFault.of(parts[1]), Integer.parseInt(parts[2]));
    }

    /**
     * As many as asked for, with all jobs and all faults by turns, at moments that a seed decides. The function says how many
     * answers come until a job is done.
     */
    static List<Moment> some(
            int count, long seed, List<Job> jobs, List<NetworkFault> faults, ToIntFunction<Job> answers) {
        Random random = new Random(seed);
        List<Moment> moments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            NetworkFault fault = faults.get(i % faults.size());
            Job job = jobs.get(i % jobs.size());
            moments.add(new Moment(job, fault, 1 + random.nextInt(answers.applyAsInt(job))));
        }
        return moments;
    }

    @Override
    public String toString() {
        return job.text() + ":" + fault.text() + ":" + answer;
    }
}
