package io.armwatch.kafka;

/** Learns how the commits of change detection end. It is called on the thread of Streams that commits. */
public interface CommitListener {
    /**
     * A commit has succeeded: what the thread wrote since the last one is visible to consumers.
     *
     * @param nanos how long the commit took
     */
    void committed(long nanos);

    /** A transaction was aborted: what the thread wrote in it never becomes visible. */
    void aborted();
}
