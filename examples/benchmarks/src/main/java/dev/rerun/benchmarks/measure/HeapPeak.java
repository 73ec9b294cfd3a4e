package dev.rerun.benchmarks.measure;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * What some work took of the heap at most, in bytes.
 *
 * @param used with garbage: the sum of what each part of the heap held at its fullest, so rather too much than too little
 * @param held what the garbage collector could not free, during the work and at its end
 */
public record HeapPeak(long used, long held) {
    public static final HeapPeak NONE = new HeapPeak(0, 0);

    public HeapPeak orMore(HeapPeak other) {
        return new HeapPeak(Math.max(used, other.used), Math.max(held, other.held));
    }

    /** Collects garbage, and watches from then on. */
    public static Watch watch() {
        return new Watch();
    }

    /** Watches the heap of the whole process until it is closed. */
    public static final class Watch implements AutoCloseable {
        private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        private final Map<String, MemoryPoolMXBean> byName =
                pools.stream().collect(Collectors.toMap(MemoryPoolMXBean::getName, pool -> pool));
        private final List<NotificationEmitter> collectors = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(NotificationEmitter.class::isInstance)
                .map(NotificationEmitter.class::cast)
                .toList();
        private final AtomicLong held = new AtomicLong();
        private final NotificationListener listener = (notification, nothing) -> heard(notification);

        private Watch() {
            System.gc();
            pools.forEach(MemoryPoolMXBean::resetPeakUsage);
            collectors.forEach(collector -> collector.addNotificationListener(listener, null, null));
        }

        public HeapPeak peak() {
            long used = pools.stream()
                    .mapToLong(pool -> pool.getPeakUsage().getUsed())
                    .sum();
            System.gc();
            long now =
                    pools.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
            return new HeapPeak(used, Math.max(now, held.get()));
        }

        private void heard(Notification notification) {
            if (notification.getUserData() instanceof CompositeData data
                    && notification
                            .getType()
                            .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
                long left =
                        GarbageCollectionNotificationInfo.from(data)
                                .getGcInfo()
                                .getMemoryUsageAfterGc()
                                .entrySet()
                                .stream()
                                .filter(pool -> byName.containsKey(pool.getKey()))
                                .mapToLong(pool -> pool.getValue().getUsed())
                                .sum();
                held.accumulateAndGet(left, Math::max);
            }
        }

        @Override
        public void close() {
            for (NotificationEmitter collector : collectors) {
                try {
                    collector.removeNotificationListener(listener);
                } catch (ListenerNotFoundException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
