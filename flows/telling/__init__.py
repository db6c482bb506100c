"""What people are told of requests: found out, put into words, shown under the bell, sent by mail."""
