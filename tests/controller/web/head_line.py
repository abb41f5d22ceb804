"""What the browser of one officer says and hears at the head's page, without drawing it."""

import json

from websockets.sync.client import connect

from contract.request_ids import new_request_id
from tests.office import FIVE, LAND


class HeadLine:
    """Signed in for the head's page; ``language`` as in the address."""

    def __init__(self, hall, officer, language="vi"):
        self.hall, self.officer, self.query = hall, officer, f"?lang={language}"
        self.cookies = hall.cookies[officer] = hall.sign_in(officer, None).cookies.get_dict()

    def page(self):
        return self.hall.get(f"/head{self.query}", self.officer)

    def post(self, body):
        return self.hall.post(f"/head/command{self.query}", body, self.cookies)

    def send(self, command, **fields):
        return self.post({"request": new_request_id(), "command": command, **fields}).json()

    def does(self, command, **fields):
        answer = self.send(command, **fields)
        assert answer["accepted"], answer
        return answer

    def is_told(self, command, **fields):
        answer = self.send(command, **fields)
        assert not answer["accepted"]
        return answer["text"]

    def listen(self):
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        address = f"{self.hall.address.replace('http', 'ws')}/head/live{self.query}"
        return connect(address, origin=self.hall.address, proxy=None, additional_headers={"Cookie": cookie})

    def state(self):
        with self.listen() as socket:
            return json.loads(socket.recv(timeout=30))

    def row(self, field=LAND):
        return next(one for one in self.state()["fields"] if one["id"] == field)

    def counter(self, counter=FIVE):
        return next(one for one in self.state()["counters"] if one["id"] == counter)
