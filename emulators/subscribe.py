"""Topics and push subscriptions of the local stack, made with the unchanged Pub/Sub client as Terraform would."""

from collections.abc import Mapping

from google.cloud import pubsub_v1
from google.protobuf.duration_pb2 import Duration


def subscribe(project: str, pushes: Mapping[str, str]) -> None:
    """Create each topic, with a subscription that pushes to its URL and redelivers within seconds."""
    publisher, subscriber = pubsub_v1.PublisherClient(), pubsub_v1.SubscriberClient()
    for topic, url in pushes.items():
        path = publisher.topic_path(project, topic)
        publisher.create_topic(request={"name": path}, timeout=30)
        subscriber.create_subscription(
            request={
                "name": subscriber.subscription_path(project, topic),
                "topic": path,
                "push_config": {"push_endpoint": url},
                "ack_deadline_seconds": 60,
                "retry_policy": {
                    "minimum_backoff": Duration(nanos=200_000_000),
                    "maximum_backoff": Duration(seconds=2),
                },
            },
            timeout=30,
        )
    subscriber.close()
