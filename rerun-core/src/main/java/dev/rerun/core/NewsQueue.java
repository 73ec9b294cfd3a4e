package dev.rerun.core;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one listener, in order. States and registers wait in a limited number, beyond which the oldest is dropped; of
 * progress there is the newest of each run, at the place of the one that it replaces.
 */
final class NewsQueue {
    private static final long PROGRESS = 0;

    private final int capacity;
    private final Map<Place, News> waiting = new LinkedHashMap<>();
    private long last = PROGRESS;
    private int lasting;
    private boolean dropping;
    private boolean ended;

    NewsQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Where news stand in the map; all progress of a run has one place. */
    private record Place(long rerunId, long number) {}

    /** Adds news, unless the queue has ended; says whether some were dropped for the first time since it was empty. */
    synchronized boolean add(News news) {
        if (ended) {
            return false;
        }
        Place progress = new Place(news.report().id(), PROGRESS);
        notifyAll();
        if (news instanceof News.Progress) {
            waiting.put(progress, news);
            return false;
        }
        waiting.remove(progress);
        waiting.put(new Place(news.report().id(), ++last), news);
        if (++lasting <= capacity) {
            return false;
        }
        dropOldest();
        boolean first = !dropping;
        dropping = true;
        return first;
    }

    private void dropOldest() {
        Iterator<Place> places = waiting.keySet().iterator();
        while (places.next().number() == PROGRESS) {
            // Progress is no more than one for each run.
        }
        places.remove();
        lasting--;
    }

    /** Waits for the next news, takes no notice of interrupts, and returns null once the queue has ended and is empty. */
    synchronized @Nullable News take() {
        while (waiting.isEmpty()) {
            if (ended) {
                return null;
            }
            try {
                wait();
            } catch (
                    @SuppressWarnings("unused")
                    InterruptedException e) {
                // A listener has left it behind: nobody else interrupts, but after the end.
            }
        }
        Iterator<Map.Entry<Place, News>> entries = waiting.entrySet().iterator();
        Map.Entry<Place, News> oldest = entries.next();
        News news = oldest.getValue();
        lasting -= oldest.getKey().number() == PROGRESS ? 0 : 1;
        entries.remove();
        dropping &= !waiting.isEmpty();
        return news;
    }

    /** Takes no more. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Ends, and drops what waits; returns how much that was. */
    synchronized int abandon() {
        int dropped = waiting.size();
        waiting.clear();
        end();
        return dropped;
    }
}
