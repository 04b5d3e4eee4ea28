"""Mail through Amazon SES."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from inkscout.errors import MailFailed


class SesMail:
    """Implements ``ports.Mail`` with one sender, whose identity must be verified in SES."""

    def __init__(self, client: Any, sender: str) -> None:  # noqa: ANN401 - boto3 makes its clients at run time
        """Uses a boto3 ``sesv2`` client and the sender's address."""
        self._client, self._sender = client, sender

    def send(self, to: str, subject: str, text: str) -> None:
        """Sends a plain-text mail.

        Raises:
            MailFailed: SES did not accept it.
        """
        simple = {"Subject": {"Data": subject}, "Body": {"Text": {"Data": text}}}
        try:
            self._client.send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [to]},
                Content={"Simple": simple},
            )
        except (ClientError, BotoCoreError) as error:
            raise MailFailed(f"SES did not take the mail: {type(error).__name__}") from error
