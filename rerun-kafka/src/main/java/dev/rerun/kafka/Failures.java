package dev.rerun.kafka;

import dev.rerun.api.StreamNotReadyException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Says what a failure of a Kafka client means, and what to do about it. */
final class Failures {
    private final ClientSettings settings;
    private final String topic;

    Failures(ClientSettings settings, String topic) {
        this.settings = settings;
        this.topic = topic;
    }

    StreamNotReadyException inWords(Throwable thrown) {
        Throwable failure = withoutWrapping(thrown);
        return failure instanceof StreamNotReadyException said
                ? said
                : new StreamNotReadyException(words(failure), thrown);
    }

    /** What the client failed with, out of the exceptions that only say where. */
    static Throwable withoutWrapping(Throwable thrown) {
        Throwable cause = thrown.getCause();
        boolean wraps = thrown instanceof ExecutionException
                || thrown instanceof CompletionException
                || thrown.getClass() == KafkaException.class;
        return wraps && cause != null ? withoutWrapping(cause) : thrown;
    }

    String words(Throwable thrown) {
        Throwable failure = withoutWrapping(thrown);
        if (failure instanceof StreamNotReadyException) {
            return String.valueOf(failure.getMessage());
        }
        String brokers = "the Kafka brokers at " + settings.bootstrapServers();
        if (failure instanceof AuthenticationException) {
            return brokers + " and this client do not accept each other's credentials (" + failure.getMessage()
                    + "); check the settings sasl.* and ssl.*";
        }
        if (failure instanceof GroupAuthorizationException refused) {
            return brokers + " do not let this user work in group '" + refused.groupId() + "' (" + failure.getMessage()
                    + "); grant READ on it";
        }
        if (failure instanceof AuthorizationException) {
            return brokers + " do not let this user use topic '" + topic + "' (" + failure.getMessage()
                    + "); grant WRITE on it to those who start runs, and READ to workers";
        }
        if (failure instanceof InconsistentGroupProtocolException) {
            return "the workers' consumer group has members of another kind (" + failure.getMessage()
                    + "); give another with group(...)";
        }
        if (failure instanceof ConfigException) {
            return brokers + " cannot be used with these settings (" + failure.getMessage()
                    + "); check the brokers given to builder(...), and the settings";
        }
        if (failure instanceof UnknownTopicOrPartitionException) {
            return "topic '" + topic + "' is missing at " + brokers
                    + "; create it, or have it created with createTopic(partitions, replicas)";
        }
        if (failure instanceof NotEnoughReplicasException || failure instanceof NotEnoughReplicasAfterAppendException) {
            return "topic '" + topic
                    + "' has fewer in-sync replicas than its min.insync.replicas; wait for the brokers that"
                    + " are down";
        }
        if (failure instanceof RecordTooLargeException) {
            return "topic '" + topic + "' does not take a message of less than 100 bytes (" + failure.getMessage()
                    + "); raise its max.message.bytes";
        }
        if (failure instanceof TimeoutException) {
            return brokers + " did not answer in time (" + failure.getMessage()
                    + "); see that they are up, can be reached from here and speak the security.protocol that is set";
        }
        return brokers + " cannot be used: " + failure;
    }
}
